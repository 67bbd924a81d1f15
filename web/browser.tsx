import './styles/board.css'
